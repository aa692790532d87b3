-- Lists of cases that somebody wants to find again: a name, and the query of the page.
create table saved_view (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account on delete cascade,
  agency_id uuid references agency on delete cascade, -- null: only for whoever made it
  name text not null,
  query text not null,
  created_at timestamptz not null default now(),
  unique (account_id, name)
);
create index on saved_view (agency_id);
