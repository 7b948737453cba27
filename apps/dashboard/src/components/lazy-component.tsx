'use client';

import { useEffect, useState, type ComponentType } from 'react';

/**
 * A component whose script is fetched when it is first shown, in the browser only; until then there is `Waiting`, or nothing.
 * When the script cannot be fetched (the bar at the page's foot says that the server is away), showing it again tries again.
 * It does what `next/dynamic` would for what has no place in the server's page, in a tenth of its script.
 */
export function lazyComponent<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Waiting: ComponentType = Nothing,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  return function Lazy(props: Props) {
    const [Component, setComponent] = useState(() => loaded);
    useEffect(() => {
      if (Component !== undefined) return;
      load().then(
        (component) => {
          loaded = component;
          setComponent(() => component);
        },
        () => undefined,
      );
    }, [Component]);
    return Component === undefined ? <Waiting /> : <Component {...props} />;
  };
}

const Nothing = () => null;
