/** How an alert stands. `resolved` is `ok` that was firing before. */
export interface AlertState {
  readonly state: 'ok' | 'pending' | 'firing' | 'resolved';
  /** When this state began, epoch ms. */
  readonly sinceMs: number;
}

/** The one way from state to state: ok → pending → firing → resolved (→ pending → …). Pure: time is an argument. */
export function advanceAlert(before: AlertState, met: boolean, forMs: number, nowMs: number): AlertState {
  const to = (state: AlertState['state']): AlertState => ({ state, sinceMs: nowMs });
  switch (before.state) {
    case 'ok':
    case 'resolved':
      return !met ? before : to(forMs === 0 ? 'firing' : 'pending');
    case 'pending':
      if (!met) return to('ok');
      return nowMs - before.sinceMs >= forMs ? to('firing') : before;
    case 'firing':
      return met ? before : to('resolved');
  }
}
