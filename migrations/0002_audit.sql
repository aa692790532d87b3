-- Who did what when. Each row's hash covers the row before: an edited, missing or reordered row shows.

create table audit_event (
  sequence bigint primary key,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('public', 'account', 'api-key', 'system')),
  actor_id uuid,
  actor_role text,
  agency_id uuid,
  action text not null,
  entity text, -- case, sighting, candidate, …
  entity_id text,
  reason_code text,
  details jsonb not null default '{}', -- never a name, an address, an image or a template
  hash bytea not null -- HMAC-SHA-256 over the row and the hash before
);
create index on audit_event (entity, entity_id);
create index on audit_event (actor_id, at);

-- The end of the chain; its one row is locked while a row is appended.
create table audit_head (
  is_head boolean primary key default true check (is_head),
  sequence bigint not null,
  hash bytea not null
);
insert into audit_head (sequence, hash) values (0, '\x');

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% rows are never changed', tg_table_name;
end $$;

create trigger audit_event_is_final before update or delete or truncate on audit_event
  for each statement execute function refuse_change();
