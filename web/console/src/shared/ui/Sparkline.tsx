// How a share moved over time, without axes; the words beside it say the figure.
import styles from './Sparkline.module.css';

export interface SparkPoint {
  // Days since some day.
  x: number;
  y: number;
}

export function Sparkline({ points, falling }: { points: SparkPoint[]; falling: boolean }) {
  if (points.length < 2) return null;
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  const path = points
    .map(({ x, y }) => {
      const px = 2 + ((x - left) / (right - left || 1)) * 80;
      const py = 30 - ((y - low) / (high - low || 1)) * 26;
      return `${px.toFixed(1)},${py.toFixed(1)}`;
    })
    .join(' ');
  return (
    <svg className={`${styles.line} ${falling ? styles.falling : ''}`} viewBox="0 0 84 34" aria-hidden="true">
      <polyline points={path} />
    </svg>
  );
}
