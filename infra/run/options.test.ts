import { startOptions } from './options.mjs';

test('demo traffic is on, unless it is switched off by option or environment', () => {
  expect(startOptions([], {})).toEqual({ demo: true, docker: false, brokers: 1, data: undefined });
  expect(startOptions(['--no-demo'], {})).toMatchObject({ demo: false });
  expect(startOptions([], { WEIR_DEMO: '0' })).toMatchObject({ demo: false });
  expect(startOptions([], { WEIR_DEMO: '1' })).toMatchObject({ demo: true });
});

test('the data folder comes from the option first', () => {
  const typed = startOptions(['--data', 'here'], { WEIR_DATA: '/there', INIT_CWD: '/home/me' });
  expect(typed).toMatchObject({ data: '/home/me/here' });
  expect(startOptions([], { WEIR_DATA: '/there' })).toMatchObject({ data: '/there' });
});

test('an option that does not exist is named, with the ones that do', () => {
  const answer = startOptions(['--dokcer'], {});
  expect('problem' in answer && answer.problem).toMatch(/--dokcer[\s\S]*--docker/);
});

test('the number of brokers is one, unless it is asked for', () => {
  expect(startOptions([], { WEIR_BROKERS: '3' })).toMatchObject({ brokers: 3 });
  expect(startOptions(['--brokers', '5'], { WEIR_BROKERS: '3' })).toMatchObject({ brokers: 5 });
  const answer = startOptions(['--brokers', 'many'], {});
  expect('problem' in answer && answer.problem).toMatch(/from 1 to 9/);
  expect(startOptions(['--brokers', '3', '--docker'], {})).toHaveProperty('problem');
});
