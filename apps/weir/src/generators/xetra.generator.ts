import type { Generator } from './generator.ts';
import { randomWalk } from './random-walk.ts';
import { skewedUser } from './skewed-user.ts';

const minuteMs = 60_000;

/** A few securities that trade often: ISIN, ticker, description, type, id, price in cents. */
const securities = [
  ['DE0007164600', 'SAP', 'SAP SE O.N.', 'Common stock', '2504978', 9_000],
  ['DE0007236101', 'SIE', 'SIEMENS AG NA', 'Common stock', '2505088', 11_800],
  ['DE0008404005', 'ALV', 'ALLIANZ SE NA O.N.', 'Common stock', '2504176', 18_100],
  ['DE0007100000', 'DAI', 'DAIMLER AG NA O.N.', 'Common stock', '2504888', 6_050],
  ['DE000BASF111', 'BAS', 'BASF SE NA O.N.', 'Common stock', '2504263', 8_200],
  ['DE0005557508', 'DTE', 'DT.TELEKOM AG NA', 'Common stock', '2504557', 1_560],
  ['DE0005140008', 'DBK', 'DEUTSCHE BANK AG NA O.N.', 'Common stock', '2504386', 1_540],
  ['DE000ENAG999', 'EOAN', 'E.ON SE NA', 'Common stock', '2504471', 840],
  ['DE0005933931', 'EXS1', 'ISHARES CORE DAX UCITS ETF', 'ETF', '2505077', 10_650],
  ['DE000A0S9GB0', '4GLD', 'DT.BOERSE COM. XETRA-GOLD', 'ETC', '2505310', 3_460],
  ['GB0059822006', 'DLG', 'DIALOG SEMICOND.   LS-,10', 'Common stock', '2505121', 3_720],
] as const;

const price = (cents: number) => `"${(cents / 100).toFixed(2)}"`;

/** Trades of a handful of securities on XETRA: a wandering price, one event a security and minute, or a part of it. */
export const xetraGenerator: Generator = {
  timeStepMs: minuteMs,
  fixedUsers: 'the securities are fixed',
  create({ random }) {
    const walks = securities.map(([, , , , , from]) => randomWalk(random, { from, step: 3, floor: 1 }));
    return (timeMs) => {
      const which = skewedUser(random, securities.length);
      const [isin, mnemonic, description, type, id] = securities[which] ?? securities[0];
      const { start, max, min, end } = (walks[which] ?? walks[0])?.() ?? { start: 1, max: 1, min: 1, end: 1 };
      const trades = 1 + random.below(20);
      return (
        `{"isin":"${isin}","mnemonic":"${mnemonic}","security_desc":"${description}","security_type":"${type}"` +
        `,"currency":"EUR","security_id":"${id}","traded_at":"${new Date(timeMs - (timeMs % minuteMs)).toISOString()}"` +
        `,"start_price":${price(start)},"max_price":${price(max)},"min_price":${price(min)},"end_price":${price(end)}` +
        `,"traded_volume":${trades * (1 + random.below(300))},"number_of_trades":${trades}}`
      );
    };
  },
};
