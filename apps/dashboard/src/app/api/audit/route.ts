import { auditWindow } from '@weir/audit';
import { readRecordFree } from '../../../server/ask-log.ts';
import { auditAnswer } from '../../../server/audit-answer.ts';
import { readAuditParams } from '../../../server/audit-params.ts';
import { clickhouseFailure } from '../../../server/clickhouse-failure.ts';
import { clickhouse } from '../../../server/clickhouse.ts';
import { badParameters, clickhouseAway } from '../../../server/problem.ts';

/** `GET /api/audit?stream=&metric=&window_start=&run=&group=`: one window, proved from its raw events (docs/audit.md). */
export async function GET(request: Request): Promise<Response> {
  const read = readAuditParams(new URL(request.url).searchParams, Date.now());
  if (!read.ok) return badParameters(read.errors);
  try {
    const audit = await auditWindow(clickhouse(), { ...read.question, recordFree: readRecordFree });
    return Response.json(auditAnswer(read.question, audit), { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return clickhouseAway(clickhouseFailure(error));
  }
}
