/** What ends a run, told in lines that a user can act on and printed without a stack trace. */
export class Failure extends Error {
  name = 'Failure';
}

/** Prints why it ended: the message of a failure that was foreseen, the whole error otherwise. */
export function printFailure(error) {
  const foreseen = ['Failure', 'StackError'].includes(error?.name);
  console.error(foreseen ? error.message : error);
}
