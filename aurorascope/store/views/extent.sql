-- The times of the oldest and the newest row of the logs taken in; both null in an empty store.
-- from: coverage
SELECT min(covered_from) AS oldest, max(covered_to) AS newest
FROM coverage
WHERE {scope:coverage}
