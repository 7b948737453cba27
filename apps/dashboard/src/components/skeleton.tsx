/** The ground of a chart that is still to come. */
export const Skeleton = () => <div className="skeleton" aria-hidden="true" />;
