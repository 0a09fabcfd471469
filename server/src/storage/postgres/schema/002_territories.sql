-- A territory lies among the cases, with one document in the place of the shared zone. A program that does not know the
-- column sees a case of one document there, in which it can write nothing: the document is not of a case's kind.
ALTER TABLE cases ADD COLUMN kind text NOT NULL DEFAULT 'case';
