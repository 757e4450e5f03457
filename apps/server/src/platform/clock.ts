/** The time, handed in wherever it matters, so that tests can hold it still. */
export interface Clock {
  now(): Date;
}

export function createSystemClock(): Clock {
  return { now: () => new Date() };
}

/** For tests: stands still until it is moved. */
export function createTestClock(
  start = new Date('2026-11-22T03:20:00Z'),
): Clock & { advance(ms: number): void } {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    advance(ms) {
      now += ms;
    },
  };
}
