/** One page at a time; without locks (a plain-http address) the ids alone make it once. */
export function alone<T>(lockName: string, work: () => Promise<T>): Promise<T> {
  return navigator.locks ? (navigator.locks.request(lockName, work) as Promise<T>) : work();
}
