#include "base/fold.h"

#include <gtest/gtest.h>

namespace gulou {
namespace {

TEST(FoldName, CaseWidthAndCompositionAreOneName) {
  for (const auto* same :
       {"zhang.wei", "ZHANG.WEI", "Zhang.Wei", "ｚｈａｎｇ．ｗｅｉ", "  zhang.wei ", "zhang\u200d.wei"})
    EXPECT_EQ(fold_name(same), "zhang.wei") << same;
  EXPECT_EQ(fold_name("é"), fold_name("e\u0301"));
  EXPECT_EQ(fold_name("STRASSE"), fold_name("straße"));
  EXPECT_EQ(fold_name("①号"), "1号");
  EXPECT_EQ(fold_name("\u3000县局\u3000"), "县局");
}

TEST(FoldName, OthersStayApart) {
  EXPECT_NE(fold_name("zhang.wei"), fold_name("zhang-wei"));
  EXPECT_NE(fold_name("民政"), fold_name("民证"));
  EXPECT_NE(fold_name("e"), fold_name("é"));
}

TEST(FoldName, WhatIsNotUtf8HasNoName) {
  EXPECT_EQ(fold_name("\xff\xfe"), "");
  EXPECT_EQ(fold_name(""), "");
}

}  // namespace
}  // namespace gulou
