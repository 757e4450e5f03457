import { cancel, done, type JobHandler, type launchScheduledBlast } from '@siar/queue';

/** Launches the blast if its time has come and it still wants to be; anything else is a normal outcome. */
export function createLaunchScheduledBlast({
  launchDue,
}: {
  launchDue(input: { id: string }): Promise<boolean>;
}): JobHandler<typeof launchScheduledBlast> {
  return async ({ blastId }) =>
    (await launchDue({ id: blastId })) ? done() : cancel('the blast is not due, or no longer scheduled');
}
