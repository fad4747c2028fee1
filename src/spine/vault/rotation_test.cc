// Changing keys: while others write, interrupted, and never losing a value.
#include "spine/vault/rotation.h"

#include <atomic>
#include <map>
#include <random>
#include <thread>

#include "spine/vault/test_vault.h"

namespace gulou::vault {
namespace {

const auto operator_ = journal::operator_on_shell();

std::vector<std::string> ids_of(const std::vector<KeyState>& states) {
  std::vector<std::string> ids;
  for (const auto& each : states) ids.push_back(each.id);
  return ids;
}

TEST(Rotation, SEC47_seals_everything_anew_and_prune_gives_up_the_old_key) {
  TestVault house;
  const auto vault = house.attached();
  std::map<std::string, Id> ids;
  for (int i = 0; i < 450; ++i) ids[std::to_string(i)] = house.add(*vault, std::to_string(i));
  const auto before = house.must(key_states(house.context(*vault)));
  ASSERT_EQ(before.size(), 1u);
  EXPECT_TRUE(before[0].seals);
  EXPECT_EQ(before[0].values, 450);

  house.clock.set(Instant(house.clock.now().ms() + 1000));
  const auto rotation = house.must(rotate(house.context(*vault), operator_));
  EXPECT_EQ(rotation.sealed, 450);
  const auto after = house.must(key_states(house.context(*vault)));
  ASSERT_EQ(after.size(), 2u);
  EXPECT_EQ(after[0].values, 0);
  EXPECT_EQ(after[1].id, rotation.key_id);
  EXPECT_EQ(after[1].values, 450);
  EXPECT_TRUE(after[1].seals && !after[0].seals);
  for (const auto& [number, id] : ids) {
    EXPECT_EQ(house.number_of(*vault, id).value(), number);
    EXPECT_EQ(house.find(*vault, number), id);
  }

  EXPECT_EQ(house.must(prune(house.context(*vault), operator_)), std::vector{before[0].id});
  EXPECT_EQ(house.must(house.must(KeyFile(house.file()).read()).has_value()
                           ? Result<std::size_t>(KeyFile(house.file()).read().value()->size())
                           : Result<std::size_t>(0u)),
            1u);
  EXPECT_TRUE(house.faults(*house.attached()).empty());
  const auto pruned = house.must(key_states(house.context(*vault)));
  EXPECT_TRUE(pruned[0].retired && !pruned[0].in_file);
  const auto actions = house.must(house.database->read([](db::Reader& reader) {
    return reader.all<journal::JournalEntry>(
        "SELECT number, at, actor, account_id, post, post_id, post_unit_id, action, object_kind, object_id, unit_id, "
        "county_id, detail, request, previous, hash FROM journal_entry ORDER BY number");
  }));
  ASSERT_EQ(actions.size(), 3u);
  EXPECT_EQ(actions[0].action, "vault.rotate");
  EXPECT_EQ(actions[1].action, "vault.reseal");
  EXPECT_EQ(actions[1].detail, "{\"values\":450}");
  EXPECT_EQ(actions[2].action, "vault.prune");
  EXPECT_EQ(actions[2].object_id, before[0].id);
}

TEST(Rotation, SEC47_under_load_nothing_is_lost_and_another_process_goes_on) {
  TestVault house;
  const auto rotating = house.attached();
  const auto serving = house.attached();  // a process of its own, which nobody tells
  std::mutex mutex;
  std::map<std::string, Id> written;
  std::atomic<bool> stop = false;
  std::atomic<int> wrong = 0;
  const auto write = [&](int worker) {
    std::mt19937 random(static_cast<unsigned>(worker));
    for (int i = 0; !stop || i < 50; ++i) {
      const auto number = std::to_string(worker) + "-" + std::to_string(i);
      const auto id = house.add(*serving, number);
      const std::lock_guard lock(mutex);
      written[number] = id;
      // One of those that are there reads as it should, whatever its key is by now.
      auto some = written.begin();
      std::advance(some, static_cast<std::ptrdiff_t>(random() % written.size()));
      const auto read = house.number_of(*serving, some->second);
      if (!read || *read != some->first || house.find(*serving, some->first) != some->second) ++wrong;
    }
  };
  {
    std::vector<std::jthread> workers;
    for (int worker = 0; worker < 3; ++worker) workers.emplace_back(write, worker);
    for (int round = 0; round < 4; ++round) {
      house.must(rotate(house.context(*rotating), operator_));
      // Refused if the other process sealed under the old key in this very moment; it may be tried again.
      while (true) {
        const auto pruned = prune(house.context(*rotating), operator_);
        if (pruned) break;
        ASSERT_EQ(pruned.error().code, "key_in_use");
      }
    }
    stop = true;
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_GE(written.size(), 150u);
  const auto fresh = house.attached();
  EXPECT_TRUE(house.faults(*fresh).empty());
  for (const auto& [number, id] : written) {
    EXPECT_EQ(house.number_of(*fresh, id).value(), number);
    EXPECT_EQ(house.find(*fresh, number), id);
  }
  EXPECT_EQ(house.must(KeyFile(house.file()).read())->size(), 1u);
}

TEST(Rotation, an_interrupted_rotation_loses_nothing_and_prune_finishes_it) {
  TestVault house;
  const auto vault = house.attached();
  std::vector<Id> ids;
  for (int i = 0; i < 30; ++i) ids.push_back(house.add(*vault, std::to_string(i)));
  // The new key is in the file and in the database, ten rows are sealed anew, then the power fails.
  auto keys = *house.must(KeyFile(house.file()).read());
  const auto old_key = keys.front().id;
  keys.push_back(new_key(house.clock));
  house.must(KeyFile(house.file()).write(keys));
  house.execute("INSERT INTO vault_key (id, number, added_at) VALUES ($1, 2, 0)", keys.back().id);
  const auto batch = house.must(house.database->write(
      [&](db::Transaction& tx) { return reseal_batch(tx, *vault, house.columns.all()[0], "", 10); }));
  EXPECT_EQ(batch.sealed, 10);
  for (int i = 0; i < 30; ++i) {
    EXPECT_EQ(house.number_of(*vault, ids[static_cast<std::size_t>(i)]).value(), std::to_string(i));
    EXPECT_EQ(house.find(*vault, std::to_string(i)), ids[static_cast<std::size_t>(i)]) << "under either key";
  }
  EXPECT_TRUE(house.faults(*vault).empty());
  EXPECT_EQ(house.must(prune(house.context(*vault), operator_)), std::vector{old_key});
  EXPECT_TRUE(house.faults(*house.attached()).empty());
}

TEST(Rotation, a_key_that_only_the_file_knows_is_kept) {
  TestVault house;
  const auto vault = house.attached();
  auto keys = *house.must(KeyFile(house.file()).read());
  keys.push_back(new_key(house.clock));  // of a newer copy of this database
  house.must(KeyFile(house.file()).write(keys));
  EXPECT_TRUE(house.must(prune(house.context(*vault), operator_)).empty());
  EXPECT_EQ(house.must(KeyFile(house.file()).read())->size(), 2u);
  EXPECT_EQ(ids_of(house.must(key_states(house.context(*vault)))).size(), 2u);
}

TEST(Rotation, a_value_that_does_not_open_stops_the_rotation_and_keeps_its_key) {
  TestVault house;
  const auto vault = house.attached();
  const auto id = house.add(*vault, "1");
  auto altered = *house.row(id)->number_sealed;
  altered.back() = altered.back() == 'A' ? 'Q' : 'A';
  house.execute("UPDATE secret SET number_sealed = $1 WHERE id = $2", altered, id);
  EXPECT_FALSE(rotate(house.context(*vault), operator_));
  EXPECT_FALSE(prune(house.context(*vault), operator_));
  EXPECT_EQ(house.must(KeyFile(house.file()).read())->size(), 2u);
}

}  // namespace
}  // namespace gulou::vault
