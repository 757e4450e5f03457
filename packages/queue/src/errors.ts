/**
 * The queue could not be reached in time. What was to be enqueued is in the database already (write the row,
 * commit, then enqueue), so a caller may go on: the sweep enqueues it again.
 */
export class QueueUnavailableError extends Error {
  override readonly name = 'QueueUnavailableError';
}
