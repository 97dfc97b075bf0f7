/**
 * A task ends with the runner that started it. Its channel to the runner closes even when the runner is killed
 * outright; the task then gets the SIGTERM that Fargate would send, and is gone 10 s later at the latest.
 */
process.on('disconnect', () => {
  setTimeout(() => process.exit(1), 10_000).unref();
  process.kill(process.pid, 'SIGTERM');
});
// The channel alone must not keep a task alive that has nothing left to do.
process.channel?.unref();
