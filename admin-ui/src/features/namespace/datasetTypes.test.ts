import { expect, it } from 'vitest';
import { textOf, typesError, typesOf } from './datasetTypes';

const TEXT = 'Movie(id): id long, title string, director Person\nPerson: name string';
const TYPES = {
  Movie: { fields: { id: 'long', title: 'string', director: 'Person' }, primary_key: ['id'] },
  Person: { fields: { name: 'string' }, primary_key: [] },
};

it('reads what one writes, and writes what it read', () => {
  expect(typesError(TEXT)).toBeUndefined();
  expect(typesOf(TEXT)).toEqual(TYPES);
  expect(textOf(TYPES)).toBe(TEXT);
  expect(typesOf(' Movie ( id ,title ) :id  long,title string \n\n')).toEqual({
    Movie: { fields: { id: 'long', title: 'string' }, primary_key: ['id', 'title'] },
  });
});

it.each<[string, RegExp]>([
  ['  \n', /at least one type/],
  ['Movie', /“Movie” is no type/],
  ['movie: id long', /“movie”: begin with a capital/],
  ['A: i int\nA: i int', /“A” is there twice/],
  ['A:', /“A”: write each field/],
  ['A: i', /“A”: write each field/],
  ['A: i int, i long', /“A”: a field is there twice/],
  ['A(i): i int, b B', /“A”: there is no type “B”/],
  ['A(j): i int', /“A”: its key “j” is no field/],
])('%j is not right yet', (text, message) => {
  expect(typesError(text)).toMatch(message);
});
