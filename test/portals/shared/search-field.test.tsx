import { act, fireEvent, render, screen } from '@testing-library/react';
import { SearchField } from '../../../app-services/portal-shared/tables/search-field';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const field = () => screen.getByRole<HTMLInputElement>('searchbox');
const type = (value: string) => fireEvent.change(field(), { target: { value } });
const wait = (ms: number) => act(() => jest.advanceTimersByTime(ms));

it('searches once when typing pauses, and at once when it is cleared', () => {
  const onChange = jest.fn();
  render(<SearchField label="Find" value="" onChange={onChange} />);
  type('a');
  wait(200);
  type('ac');
  wait(200);

  expect(onChange).not.toHaveBeenCalled();
  wait(100);
  expect(onChange.mock.calls).toEqual([['ac']]);

  type('');
  wait(1);
  expect(onChange).toHaveBeenLastCalledWith('');
});

it('follows a value that changes elsewhere, and does not search for it', () => {
  const onChange = jest.fn();
  const { rerender } = render(<SearchField label="Find" value="acme" onChange={onChange} />);
  rerender(<SearchField label="Find" value="" onChange={onChange} />);
  wait(1_000);

  expect(field().value).toBe('');
  expect(onChange).not.toHaveBeenCalled();
});
