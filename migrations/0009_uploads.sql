-- Photos on their way in over a line that breaks: what came so far, in pieces, encrypted like any photo.
create table upload (
  id uuid primary key,
  owner_hash bytea not null, -- HMAC of the account, or of the token in the cookie of whoever sends
  source_hash bytea not null, -- HMAC of the sender's network and day: bounds what one may park
  key_id uuid not null references data_key, -- of all its pieces
  bytes_total bigint not null check (bytes_total > 0),
  bytes_received bigint not null default 0 check (bytes_received <= bytes_total),
  expires_at timestamptz not null
);
create index on upload (source_hash);
create index on upload (expires_at);

create table upload_piece (
  upload_id uuid not null references upload on delete cascade,
  start bigint not null, -- of its first byte in the photo
  blob_id uuid not null references blob,
  primary key (upload_id, start)
);
