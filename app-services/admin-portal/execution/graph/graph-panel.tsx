import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRef, useState } from 'react';
import { GraphLegend } from './graph-legend';
import { StateGraph, type StateGraphProps } from './state-graph';
import { useKeepInView } from './use-keep-in-view';

const FACTOR = 1.25;
const LARGEST = 2;
const SMALLEST = 0.4;

/** The graph in a frame that scrolls, keeps the selected state in view, and can be zoomed. */
export function GraphPanel(props: Omit<StateGraphProps, 'zoom'>) {
  const frame = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState<number>();
  useKeepInView(frame, props.selected);

  /** From the size that is shown now, which is not known before it is. */
  const zoomBy = (factor: number) => {
    const shown = frame.current?.querySelector('svg')?.getBoundingClientRect().width ?? 0;
    const now = zoom ?? (shown / props.layout.width || 1);
    setZoom(Math.min(LARGEST, Math.max(SMALLEST, now * factor)));
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button iconName="zoom-out" ariaLabel="Smaller" onClick={() => zoomBy(1 / FACTOR)} />
              <Button iconName="zoom-in" ariaLabel="Larger" onClick={() => zoomBy(FACTOR)} />
              <Button
                iconName="zoom-to-fit"
                ariaLabel="As wide as there is room"
                onClick={() => setZoom(undefined)}
              />
            </SpaceBetween>
          }
        >
          State machine
        </Header>
      }
    >
      <div ref={frame} className="graph-frame">
        <StateGraph {...props} zoom={zoom} />
      </div>
      <GraphLegend layout={props.layout} summaries={props.summaries} />
    </Container>
  );
}
