import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

const subscribe = (changed: () => void) => onlineManager.subscribe(changed);
const isOnline = () => onlineManager.isOnline();

/** False while the browser has no network: nothing is asked then, and all goes on by itself after. */
export const useOnline = (): boolean => useSyncExternalStore(subscribe, isOnline);
