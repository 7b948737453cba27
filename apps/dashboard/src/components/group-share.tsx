import { formatValue } from '../format/number-format.ts';
import type { Panel } from '../panels/panel.ts';
import type { Groups } from '../panels/use-groups.ts';
import { groupName } from './group-name.ts';

interface GroupShareProps {
  readonly panel: Panel;
  readonly groups: Groups | undefined;
  /** Marks each group with the colour that it has in a chart. */
  readonly colours?: boolean;
  /** Told the group of which the windows are wanted. */
  readonly onOpen?: (group: string) => void;
}

/** Groups from the greatest on with their exact values, and a bar for each. */
export function GroupShare({ panel, groups, colours = false, onOpen }: GroupShareProps) {
  const additive = panel.rollup === 'sum';
  const greatest = Math.max(0, ...(groups?.groups.map(({ value }) => Math.abs(Number(value))) ?? []));
  const more = (groups?.groupCount ?? 0) - (groups?.groups.length ?? 0);
  return (
    <div className="shares scroll" tabIndex={0} role="region" aria-label={`Groups of ${panel.title}`}>
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{panel.by.join(' · ').replaceAll('_', ' ')}</th>
            <th scope="col" className="number">
              {additive ? 'total' : panel.rollup}
            </th>
            {!colours && (
              <th scope="col" className="bar-cell">
                <span className="visually-hidden">share</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {groups?.groups.map(({ group, value, events, final }, index) => (
            <tr
              key={group}
              className={onOpen && 'pickable'}
              title={`${events} events${final ? '' : ', still counting'}`}
              onClick={onOpen && (() => onOpen(group))}
            >
              <th scope="row">
                {colours && <span className={`swatch group-${index + 1}`} aria-hidden="true" />}
                {onOpen === undefined ? (
                  groupName(group, panel.by)
                ) : (
                  // A click on it is a click on the row; the button is for the keyboard.
                  <button type="button" className="group-button">
                    {groupName(group, panel.by)}
                  </button>
                )}
              </th>
              <td className="number">{formatValue(value, panel.unit)}</td>
              {!colours && (
                <td className="bar-cell">
                  <svg width="100%" height="10" aria-hidden="true">
                    <rect
                      width={`${greatest === 0 ? 0 : (Math.abs(Number(value)) / greatest) * 100}%`}
                      height="10"
                      rx="2"
                    />
                  </svg>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && (
        <p className="quiet shares-more">
          {colours && <span className="swatch group-8" aria-hidden="true" />}and {formatValue(more, 'items')}{' '}
          more
        </p>
      )}
    </div>
  );
}
