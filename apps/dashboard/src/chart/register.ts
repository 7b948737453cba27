import {
  BarController,
  BarElement,
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
} from 'chart.js';
import { area } from './area.ts';
import { tooltip } from './tooltip.ts';

// Only what is drawn: the rest of chart.js stays out of the script that a browser loads.
Chart.register(
  BarController,
  BarElement,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  area,
  tooltip,
);

export { Chart };
