// A list that the hub offers (people, examples): fetched once, empty until it is there, null when it can't be had.
import { useEffect, useState } from 'react';

export function useList(path) {
  const [items, setItems] = useState([]);
  useEffect(() => {
    if (!path) {
      return;
    }
    fetch(path)
      .then(answer => (answer.ok ? answer.json() : null))
      .then(setItems, () => setItems(null));
  }, [path]);
  return items;
}
