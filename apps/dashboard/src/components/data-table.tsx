import type { ReactNode } from 'react';

/** The head of a column: its title alone, or with what is special about it. */
export type Column =
  | string
  | {
      /** Tells columns apart when the title is no text. */
      readonly id?: string;
      readonly title: ReactNode;
      /** Figures stand at the right, one below the other. */
      readonly number?: boolean;
      /** Says more to whoever points at the head. */
      readonly hint?: string;
      readonly sorted?: 'ascending' | 'descending' | undefined;
    };

interface TableHeadProps {
  readonly columns: readonly Column[];
  /** A cell before the first column. */
  readonly before?: ReactNode;
}

/** The heads of a table's columns. */
export function TableHead({ columns, before }: TableHeadProps) {
  return (
    <thead>
      <tr>
        {before}
        {columns.map((column, index) => {
          const { id, title, number, hint, sorted } =
            typeof column === 'string' ? { title: column } : { ...column };
          return (
            <th
              key={id ?? (typeof title === 'string' ? title : index)}
              scope="col"
              className={number ? 'number' : undefined}
              title={hint}
              aria-sort={sorted}
            >
              {title}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

interface DataTableProps {
  /** What the table is of, for whoever comes to it with the keyboard or a screen reader. */
  readonly label: string;
  readonly columns?: readonly Column[];
  readonly before?: ReactNode;
  readonly className?: string;
  /** Said in place of the table when there is nothing to put into it. */
  readonly empty?: ReactNode;
  /** Its rows. */
  readonly children?: ReactNode;
}

/** A table in a frame that scrolls by itself, also with the keyboard, so that the page never does sideways. */
export function DataTable({ label, columns, before, className, empty, children }: DataTableProps) {
  return (
    <div
      className={className === undefined ? 'card scroll' : `card scroll ${className}`}
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      {empty ?? (
        <table className="data-table">
          {columns !== undefined && <TableHead columns={columns} before={before} />}
          <tbody>{children}</tbody>
        </table>
      )}
    </div>
  );
}
