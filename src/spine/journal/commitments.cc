#include "spine/journal/commitments.h"

#include "base/json.h"
#include "crypto/hash.h"
#include "spine/journal/chain.h"

namespace gulou::journal {
namespace {

struct Detail {
  std::string detail;
};
constexpr auto describe(Tag<Detail>) {
  return object("Detail", "Detail of an entry", field<&Detail::detail>("detail", "Canonical JSON"));
}

Error no_such_value() { return not_found_error({"这条日志没有这项内容。", "The entry has no value of that name."}); }

// The hash in {"committed": {name: hash}}.
Result<std::string> stored_commitment(const std::string& detail, std::string_view name) {
  const auto document = TRY(json::parse(detail));
  const auto* committed = document.find("committed");
  const auto* value = committed ? committed->find(name) : nullptr;
  if (!value || !value->as_text()) return fail(no_such_value());
  return *value->as_text();
}

}  // namespace

Salt make_salt(std::int64_t number, std::string_view name) {
  return {.number = number, .name = std::string(name), .salt = crypto::hex(crypto::random_bytes(32))};
}

std::string commitment(const Salt& salt, std::string_view value) {
  std::string bytes = "gulou.commitment.1\n";
  append_field(bytes, salt.salt);
  append_field(bytes, salt.name);
  append_field(bytes, value);
  return crypto::sha256_hex(bytes);
}

Result<Confirmation> confirm(db::Reader& reader, std::int64_t number, std::string_view name, std::string_view value) {
  const auto entry = TRY(reader.first<Detail>("SELECT detail FROM journal_entry WHERE number = $1", number));
  if (!entry) return fail(no_such_value());
  const auto stored = TRY(stored_commitment(entry->detail, name));
  const auto salt = TRY(
      reader.first<Salt>("SELECT number, name, salt FROM journal_salt WHERE number = $1 AND name = $2", number, name));
  if (!salt) return Confirmation::salt_deleted;
  return commitment(*salt, value) == stored ? Confirmation::confirmed : Confirmation::another_value;
}

Result<std::int64_t> delete_salts(db::Transaction& tx, std::int64_t number) {
  return tx.execute("DELETE FROM journal_salt WHERE number = $1", number);
}

}  // namespace gulou::journal
