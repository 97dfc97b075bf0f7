import TextFilter from '@cloudscape-design/components/text-filter';
import { useEffect, useRef, useState } from 'react';

/** After so long without a key the search begins. */
const PAUSE_MS = 250;

/** Searches when typing pauses. Follows its value when that changes elsewhere, as by the browser's back button. */
export function SearchField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  countText?: string;
}) {
  const { label, value, onChange, countText } = props;
  const [text, setText] = useState(value);
  const asked = useRef(value);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  }, [onChange]);
  useEffect(() => {
    if (value === asked.current) return;
    asked.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === asked.current) return;
    const search = () => {
      asked.current = text;
      latest.current(text);
    };
    const timer = setTimeout(search, text ? PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <TextFilter
      filteringText={text}
      filteringPlaceholder={label}
      filteringAriaLabel={label}
      filteringClearAriaLabel="Clear"
      countText={countText}
      onChange={({ detail }) => setText(detail.filteringText)}
    />
  );
}
