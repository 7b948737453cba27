/** A name as SQL, whatever is in it. */
export const identifier = (name: string): string => `\`${name.replace(/[\\`]/g, '\\$&')}\``;

/** A text as an SQL literal. For definitions only (DDL takes no parameters); data go through `{name:Type}`. */
export const literal = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
