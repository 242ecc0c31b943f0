/// <reference lib="webworker" />
/**
 * Lets the page open without a network. It keeps the page's own files and nothing else: what the server answers
 * is never kept, and a request for anything but those files passes as if nobody stood here.
 */
const worker = self as unknown as ServiceWorkerGlobalScope;

/** Filled in by the build: the page's files, and a name that changes when one of them does. */
declare const FILES: string[];
declare const VERSION: string;

const shell = '/';
const prefix = 'gripe-page-';
const cacheName = prefix + VERSION;
/** This version and the one before: a page that was opened with that one may still fetch parts of it. */
const versionsKept = 2;
/** What is not the page's when it is opened as a page: downloads and what programs read. */
const serverPaths =
  /^\/(api|health|assets|mcp)(\/|$)|^\/(metrics|openapi\.yml|gripe\.sh(\.sha256)?|worker\.js)$/;
const files = new Set(FILES);

worker.addEventListener('install', (event) => {
  event.waitUntil(keepFiles());
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(forgetOldVersions().then(() => worker.clients.claim()));
});

/** A page that was told of the new version says when it is ready for it. */
worker.addEventListener('message', (event) => {
  if (event.data === 'take over') void worker.skipWaiting();
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (request.mode === 'navigate') {
    if (!serverPaths.test(pathname)) event.respondWith(kept(shell, request));
    return;
  }
  if (files.has(pathname)) event.respondWith(kept(pathname, request));
  else if (pathname.startsWith('/assets/')) event.respondWith(keptByAnother(pathname, request));
});

async function keepFiles(): Promise<void> {
  const cache = await caches.open(cacheName);
  // Files with their content's hash in their name may come out of the browser's own cache.
  await cache.addAll(
    FILES.map((file) => new Request(file, { cache: file.startsWith('/assets/') ? 'default' : 'reload' })),
  );
}

async function forgetOldVersions(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== cacheName);
  await Promise.all(names.slice(0, names.length - (versionsKept - 1)).map((name) => caches.delete(name)));
}

async function kept(pathname: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  return (await cache.match(pathname, { ignoreVary: true })) ?? fetch(request);
}

/** A part of the version before, asked for by a page that was opened with it. */
async function keptByAnother(pathname: string, request: Request): Promise<Response> {
  return (await caches.match(pathname, { ignoreVary: true })) ?? fetch(request);
}
