import { auditStream, isClean, type AuditOptions } from '@weir/audit';
import { createProgress, type Progress } from '../progress.ts';
import { askLog } from './ask-log.ts';
import { auditJson } from './audit-json.ts';
import { auditText } from './audit-text.ts';
import { withClickhouse } from './connect-clickhouse.ts';

/** Audits with progress on stderr. Gives what is to be printed, as JSON and as text. */
export async function runAudit(
  options: Omit<AuditOptions, 'onBegin' | 'onProgress' | 'recordFree'>,
): Promise<{ json: object; text: string; clean: boolean }> {
  let progress: Progress | undefined;
  const log = askLog();
  const report = await withClickhouse(async (clickhouse) => {
    try {
      return await auditStream(clickhouse, {
        ...options,
        recordFree: log.recordFree,
        onBegin: async (total) => {
          progress = await createProgress({ label: `audit ${options.stream.name}`, total });
        },
        onProgress: (done) => progress?.update(done),
      });
    } finally {
      progress?.stop();
      await log.close();
    }
  });
  return { json: auditJson(report), text: auditText(report), clean: isClean(report) };
}
