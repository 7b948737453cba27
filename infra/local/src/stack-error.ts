/** What stops the stack, told in one line that a user can act on. Printed without a stack trace. */
export class StackError extends Error {
  override name = 'StackError';
}
