#include "spine/journal/chain.h"

#include <algorithm>
#include <variant>

#include "crypto/hash.h"
#include "db/value.h"

namespace gulou::journal {
namespace {

constexpr std::string_view layout = "gulou.journal.1\n";

json::Value sorted(const json::Value& value) {
  if (const auto* list = value.as_list()) {
    auto out = json::Value::list();
    for (const auto& each : *list) out.add(sorted(each));
    return out;
  }
  const auto* members = value.as_object();
  if (!members) return value;
  json::Value::Members out;
  for (const auto& [name, each] : *members) out.emplace_back(name, sorted(each));
  std::ranges::sort(out, {}, [](const auto& member) -> const std::string& { return member.first; });
  return out;
}

void append_value(std::string& out, const db::Value& value) {
  if (std::holds_alternative<db::Null>(value)) {
    out += "-\n";
  } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
    append_field(out, std::to_string(*number));
  } else {
    append_field(out, std::get<std::string>(value));
  }
}

}  // namespace

void append_field(std::string& out, std::string_view bytes) {
  out += std::to_string(bytes.size());
  out += ':';
  out += bytes;
  out += '\n';
}

std::string canonical(const json::Value& value) { return json::write(sorted(value)); }

std::string hash_of(const JournalEntry& entry) {
  std::string bytes(layout);
  const auto fields = type_of<JournalEntry>().fields;
  for (const auto& field : fields.first(fields.size() - 1))  // the last is the hash itself
    append_value(bytes, db::to_value(field.type(), field.address_in(&entry)));
  return crypto::sha256_hex(bytes);
}

}  // namespace gulou::journal
