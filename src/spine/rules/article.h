// "cwh-2018#15.2": law, article, paragraph and item, and how people write it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "spine/rules/model.h"

namespace gulou::rules {

struct Article {
  std::string law;
  std::int64_t number = 0;     // 0: the law as a whole
  std::int64_t paragraph = 0;  // 0: the article as a whole
  std::int64_t item = 0;       // 0: the paragraph as a whole

  // "law", "law#15", "law#15.2" or "law#13.2.3"; numbers from 1 to 9999.
  static std::optional<Article> parse(std::string_view text);
};

// 一千二百五十九; 1 to 9999.
std::string chinese_number(std::int64_t number);

// 《村民委员会组织法》(2018年)第十五条第二款; "Organic Law of Villagers' Committees (2018), Art. 15(2)".
Text article_text(const Law& law, const Article& article);

}  // namespace gulou::rules
