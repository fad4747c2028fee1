// Sealing, finding, and what happens when the key file is lost, altered or another one.
#include "spine/vault/vault.h"

#include <sys/stat.h>

#include <fstream>

#include "spine/vault/test_vault.h"

namespace gulou::vault {
namespace {

template <class T>
std::string code_of(const Result<T>& result) {
  return result ? "" : result.error().code;
}

TEST(Vault, the_first_start_makes_a_file_that_only_its_owner_reads) {
  TestVault house;
  EXPECT_FALSE(std::filesystem::exists(house.file()));
  const auto vault = house.attached();
  struct stat state {};
  ASSERT_EQ(::stat(house.file().c_str(), &state), 0);
  EXPECT_EQ(state.st_mode & 0777, 0600u);
  const auto id = house.add(*vault, "522601199001010010");
  EXPECT_EQ(house.number_of(*vault, id).value(), "522601199001010010");
  // Another process, the same file.
  EXPECT_EQ(house.number_of(*house.attached(), id).value(), "522601199001010010");
}

TEST(Vault, what_is_stored_shows_nothing_of_the_value) {
  TestVault house;
  const auto vault = house.attached();
  const auto row = *house.row(house.add(*vault, "522601199001010010"));
  for (const auto& text : {*row.number_sealed, *row.number_index})
    for (const auto* part : {"522601", "19900101", "0010"}) EXPECT_EQ(text.find(part), std::string::npos) << text;
}

TEST(Vault, a_value_is_found_by_its_index_and_is_there_once) {
  TestVault house;
  const auto vault = house.attached();
  const auto id = house.add(*vault, "522601199001010010");
  EXPECT_EQ(house.find(*vault, "522601199001010010"), id);
  EXPECT_FALSE(house.find(*vault, "522601199001010029"));
  EXPECT_EQ(code_of(house.try_add(*vault, "522601199001010010")), "unique:secret.number_index");
  house.must(house.database->read([&](db::Reader& reader) -> Result<void> {
    const auto sealer = TRY(vault->sealer(reader));
    EXPECT_NE(sealer.index("secret.number", "1"), sealer.index("secret.other", "1"));
    EXPECT_EQ(sealer.index("secret.number", "1"), sealer.index("secret.number", "1"));
    return {};
  }));
}

TEST(Vault, rows_that_swap_their_values_do_not_open) {
  TestVault house;
  const auto vault = house.attached();
  const auto one = house.add(*vault, "522601199001010010");
  const auto other = house.add(*vault, "522601199001010029");
  const auto swapped = *house.row(other)->number_sealed;
  house.execute("UPDATE secret SET number_sealed = $1 WHERE id = $2", swapped, one);
  const auto opened = house.number_of(*vault, one);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::internal);
  EXPECT_NE(opened.error().internal.value.find("altered"), std::string::npos);
  const auto faults = house.faults(*vault);
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_NE(faults[0].find("secret.number_sealed of row " + one.text()), std::string::npos) << faults[0];
}

TEST(Vault, verify_opens_every_value_and_compares_its_index) {
  TestVault house;
  const auto vault = house.attached();
  std::vector<Id> ids;
  for (int i = 0; i < 1203; ++i) {
    house.clock.set(Instant(house.clock.now().ms() + 1));
    ids.push_back(house.add(*vault, std::to_string(i)));
  }
  EXPECT_TRUE(house.faults(*vault).empty());
  // The last row, beyond what is read at once; a bit flipped in the middle of the text; an index of another value.
  auto altered = *house.row(ids.back())->number_sealed;
  altered[altered.size() / 2] = altered[altered.size() / 2] == 'A' ? 'B' : 'A';
  house.execute("UPDATE secret SET number_sealed = $1 WHERE id = $2", altered, ids.back());
  house.execute("UPDATE secret SET number_index = $1 WHERE id = $2", "another", ids.front());
  const auto faults = house.faults(*vault);
  ASSERT_EQ(faults.size(), 2u);
  EXPECT_NE(faults[0].find(ids.front().text()), std::string::npos);
  EXPECT_NE(faults[1].find(ids.back().text()), std::string::npos);
}

TEST(Vault, text_that_was_never_sealed_is_refused) {
  TestVault house;
  const auto vault = house.attached();
  for (const auto* text : {"", "522601199001010010", "v1.", "v1.12345678", "v2.12345678.AAAA"})
    EXPECT_EQ(vault->open({"a", "b", "c"}, text).error().kind, ErrorKind::internal) << text;
}

TEST(Vault, SEC47_a_lost_key_file_fails_closed_and_says_what_to_do) {
  TestVault house;
  house.add(*house.attached(), "522601199001010010");
  std::filesystem::rename(house.file(), house.folder / "kept");
  Vault without(house.file());
  const auto attached = without.attach(*house.database, house.clock);
  ASSERT_EQ(code_of(attached), "key_file_missing");
  EXPECT_NE(attached.error().message.zh.find(house.file().string()), std::string::npos);
  EXPECT_NE(attached.error().message.zh.find("放回"), std::string::npos);
  EXPECT_NE(attached.error().message.en.find("Put back"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(house.file())) << "a new key would hide the loss";
  std::filesystem::rename(house.folder / "kept", house.file());
  EXPECT_TRUE(house.faults(*house.attached()).empty());
}

TEST(Vault, SEC47_a_wrong_key_file_fails_closed) {
  TestVault house;
  const auto id = house.add(*house.attached(), "522601199001010010");
  TestVault stranger;
  const auto theirs = stranger.attached();
  std::filesystem::copy_file(stranger.file(), house.file(), std::filesystem::copy_options::overwrite_existing);
  Vault wrong(house.file());
  EXPECT_EQ(code_of(wrong.attach(*house.database, house.clock)), "key_missing");
  EXPECT_EQ(code_of(house.number_of(*theirs, id)), "key_missing");
}

TEST(Vault, SEC47_a_file_that_others_may_read_is_refused) {
  TestVault house;
  house.attached();
  for (const auto mode : {0640, 0604, 0660, 0601}) {
    ::chmod(house.file().c_str(), static_cast<mode_t>(mode));
    Vault vault(house.file());
    const auto attached = vault.attach(*house.database, house.clock);
    ASSERT_EQ(code_of(attached), "key_file_open_to_others") << mode;
    EXPECT_NE(attached.error().message.en.find("chmod 600"), std::string::npos);
  }
  ::chmod(house.file().c_str(), 0400);
  EXPECT_EQ(code_of(Vault(house.file()).attach(*house.database, house.clock)), "");
}

TEST(Vault, SEC47_a_damaged_file_is_named_with_its_line) {
  TestVault house;
  house.attached();
  std::ifstream in(house.file());
  const std::string sound((std::istreambuf_iterator<char>(in)), {});
  const auto bit = sound.size() - 10;  // within the key
  const auto put = [&](const std::string& text) { std::ofstream(house.file(), std::ios::binary) << text; };
  auto flipped = sound;
  flipped[bit] = flipped[bit] == 'A' ? 'B' : 'A';
  for (const auto& broken : {flipped, sound.substr(0, sound.size() - 5), sound + sound.substr(sound.rfind("key ")),
                             sound + "key\n", std::string("# nothing\n"), std::string()}) {
    put(broken);
    Vault vault(house.file());
    EXPECT_EQ(code_of(vault.attach(*house.database, house.clock)), "key_file_damaged") << broken;
  }
  put(flipped);
  Vault vault(house.file());
  EXPECT_NE(vault.attach(*house.database, house.clock).error().message.en.find("Line 3 "), std::string::npos);
  put(sound);
  EXPECT_EQ(code_of(vault.attach(*house.database, house.clock)), "");
}

TEST(Vault, a_column_that_nobody_declares_keeps_the_program_from_starting) {
  const auto migrations = TestVault::all_migrations();
  EXPECT_EQ(SealedColumns::make({}, migrations).error().internal.value,
            "columns of sealed values that are not both made and declared once: secret.number_sealed");
  const SealedColumn good{"secret", "number_sealed", "number_index", "secret.number"};
  EXPECT_FALSE(SealedColumns::make({good, good}, migrations));
  EXPECT_FALSE(SealedColumns::make({good, {"secret", "other_sealed"}}, migrations));
  EXPECT_FALSE(SealedColumns::make({{"secret", "number_sealed", "number_index", ""}}, migrations));
  EXPECT_TRUE(SealedColumns::make({good}, migrations));
}

TEST(Vault, keys_in_memory_open_what_they_sealed) {
  TestVault house;
  const auto vault = Vault::in_memory();
  const auto id = house.add(*vault, "1");
  EXPECT_EQ(house.number_of(*vault, id).value(), "1");
  EXPECT_EQ(house.find(*vault, "1"), id);
  EXPECT_FALSE(house.number_of(*Vault::in_memory(), id));
}

}  // namespace
}  // namespace gulou::vault
