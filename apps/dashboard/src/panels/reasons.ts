/** Why events were not counted, in plain words, in the order in which they are shown. */
export const reasonWords: Readonly<Record<string, string>> = {
  late: 'came after its window had closed',
  ahead: 'its time is in the future',
  duplicate: 'the same id and time came again; counted once',
  undecodable: 'could not be decoded',
  empty: 'a record without a value',
};

const order = Object.keys(reasonWords);

/** Known reasons first, in their order; others by name. */
export const byReason = (a: string, b: string): number => {
  const place = (reason: string) => (order.includes(reason) ? order.indexOf(reason) : order.length);
  return place(a) - place(b) || a.localeCompare(b);
};
