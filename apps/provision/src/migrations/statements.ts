/**
 * The statements of a migration file: separated by a semicolon at the end of a line; comments may stand before one.
 * (A migration has no use for a semicolon at the end of a line inside a text.)
 */
export function statementsOf(sql: string): string[] {
  return sql
    .split(/;[ \t]*(?:\r?\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement.replace(/^--.*$/gm, '').trim() !== '');
}
