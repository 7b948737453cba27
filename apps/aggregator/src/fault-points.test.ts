import { faultPoints } from './fault-points.ts';

const kill = jest.spyOn(process, 'kill').mockImplementation(() => true);
beforeEach(() => kill.mockClear());

test('nothing happens unless it is asked for', () => {
  const faults = faultPoints(undefined);
  faults.reached('before-publish');
  expect(faults.armed).toBeUndefined();
  expect(kill).not.toHaveBeenCalled();
});

test('the process dies the nth time that the moment comes, and at no other moment', () => {
  const faults = faultPoints('before-commit:2');
  for (const moment of ['before-publish', 'before-commit', 'half-published'] as const) faults.reached(moment);
  expect(kill).not.toHaveBeenCalled();
  faults.reached('before-commit');
  expect(kill).toHaveBeenCalledWith(process.pid, 'SIGKILL');
});

test('it can be stopped instead', () => {
  faultPoints('before-publish:1:SIGSTOP').reached('before-publish');
  expect(kill).toHaveBeenCalledWith(process.pid, 'SIGSTOP');
});

test.each(['before-commit:1:SIGHUP', 'sometime', 'before-commit:0', 'before-commit:x'])(
  '%s is no moment',
  (setting) => {
    expect(() => faultPoints(setting)).toThrow('must be before-publish | half-published | before-commit');
  },
);
