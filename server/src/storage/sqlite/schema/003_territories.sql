-- A territory lies among the cases, with one document in the place of the shared zone.
ALTER TABLE cases ADD COLUMN kind TEXT NOT NULL DEFAULT 'case';
