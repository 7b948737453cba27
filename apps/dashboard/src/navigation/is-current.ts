/** Whether a page or one below it is open: `/topics` is for `/topics/frames` too, `/` only for itself. */
export const isCurrent = (href: string, path: string): boolean =>
  path === href || (href !== '/' && path.startsWith(`${href}/`));
