import { answered } from './position';
import { session } from './session.svelte';

const base = '/api/v1';
const timeoutMillis = 15_000;

/** The server answered, and said no. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  /** How long the server asks to be left alone; 0 when it does not say. */
  readonly retryAfterMillis: number;

  constructor(code: string, detail: string, status: number, retryAfterMillis = 0) {
    super(detail);
    this.code = code;
    this.status = status;
    this.retryAfterMillis = retryAfterMillis;
  }
}

/** No answer came. */
export class Unreachable extends Error {
  constructor() {
    super(navigator.onLine ? 'Gripe does not answer.' : 'There is no network.');
  }
}

export interface Request {
  body?: unknown;
  type?: string;
  signal?: AbortSignal;
  idempotencyKey?: string;
  /** Whether somebody is there to sign in: else "token_required" is thrown as any other refusal. */
  ask?: boolean;
}

export async function call<T>(method: string, path: string, request: Request = {}): Promise<T> {
  for (;;) {
    const response = await answerTo(method, path, request);
    if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
    const refusal = await refusalIn(response);
    if (refusal.code !== 'token_required' || request.ask === false) throw refusal;
    await session.ask();
  }
}

export async function answerTo(method: string, path: string, request: Request): Promise<Response> {
  const timeout = AbortSignal.timeout(timeoutMillis);
  const headers = new Headers({ Accept: 'application/json' });
  if (request.body) headers.set('Content-Type', request.type ?? 'application/json');
  if (request.idempotencyKey) headers.set('Idempotency-Key', request.idempotencyKey);
  try {
    const response = await fetch(base + path, {
      method,
      headers,
      body: request.body ? JSON.stringify(request.body) : null,
      signal: request.signal ? AbortSignal.any([request.signal, timeout]) : timeout,
      credentials: 'same-origin',
    });
    const position = response.headers.get('Gripe-Position');
    if (position) answered.at(position);
    return response;
  } catch (cause) {
    if (request.signal?.aborted) throw cause;
    throw new Unreachable();
  }
}

export async function refusalIn(response: Response): Promise<Refusal> {
  const problem = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const detail = problem['detail'] ?? problem['title'] ?? `Gripe answered ${response.status}.`;
  const retryAfterMillis = 1_000 * (Number(response.headers.get('Retry-After')) || 0);
  return new Refusal(String(problem['code'] ?? ''), String(detail), response.status, retryAfterMillis);
}

export function query(parameters: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined) search.set(name, String(value));
  }
  return `?${search}`;
}
