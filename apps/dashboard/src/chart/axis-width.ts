/** Width of the value axis (px), the same in all charts so that their times stand below each other. */
export const axisWidth = 52;
