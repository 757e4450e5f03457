import type { Blast } from './siar-api.ts';

const BAR_WIDTH = 30;
/** Where the output is no terminal, a line for each step of this many percent. */
const STEP_PERCENT = 20;

/** Draws a blast's progress: one line redrawn in a terminal, a few lines elsewhere. */
export function createProgressLine({ out }: { out: NodeJS.WriteStream }): {
  show(blast: Blast): void;
  end(): void;
} {
  let lastStep = -1;
  let drawn = false;
  return {
    show: (blast) => {
      const line = describe(blast);
      if (out.isTTY) {
        out.write(`\r\u001b[K${line}`);
        drawn = true;
        return;
      }
      const step = Math.floor((percent(blast) * 100) / STEP_PERCENT);
      if (step > lastStep) out.write(`${line}\n`);
      lastStep = Math.max(step, lastStep);
    },
    end: () => {
      if (drawn) out.write('\n');
    },
  };
}

export function describe(blast: Blast): string {
  const { sent, delivered, read, failed, skipped, unknown } = blast.counts;
  const filled = Math.round(percent(blast) * BAR_WIDTH);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  const troubles = [
    ['failed', failed],
    ['skipped', skipped],
    ['unknown', unknown],
  ].flatMap(([name, count]) => (count === 0 ? [] : [` · ${name} ${count}`]));
  const left = sent + delivered + read;
  return `${bar} ${left}/${blast.totalRecipients} sent · ${delivered + read} delivered · ${read} read${troubles.join('')}`;
}

/** 0 to 1: how many are no longer waiting. */
function percent({ totalRecipients, counts }: Blast): number {
  return totalRecipients === 0 ? 1 : 1 - (counts.pending + counts.sending) / totalRecipients;
}
