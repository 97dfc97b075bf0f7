/** Does something while a process stands still: who waits for it waits, and is not refused. */
export async function whileHeld<T>(pid: number, action: () => Promise<T>): Promise<T> {
  process.kill(pid, 'SIGSTOP');
  try {
    return await action();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}
