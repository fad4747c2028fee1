#include "spine/module.h"

namespace gulou {

net::CachePolicy cached_until_changed(const db::Database& database, std::vector<db::Topic> topics) {
  return {.current =
              [&database, topics = std::move(topics)] {
                // Versions only rise, so their sum changes whenever one of them does.
                std::uint64_t sum = 0;
                for (const auto topic : topics) sum += database.version(topic);
                return sum;
              },
          .expires_after_ms = 1000};
}

}  // namespace gulou
