#include "spine/documents/punctuation.h"

#include <gtest/gtest.h>

namespace gulou::documents {
namespace {

TEST(Punctuation, IsFullWidthNextToChinese) {
  EXPECT_EQ(full_width_punctuation("县(市),村:好!好?好;"), "县\uFF08市\uFF09\uFF0C村\uFF1A好\uFF01好\uFF1F好\uFF1B");
  EXPECT_EQ(full_width_punctuation("占76.3%,比上季"), "占76.3%\uFF0C比上季");
  EXPECT_EQ(full_width_punctuation("电话:0855-1234567;地址"), "电话\uFF1A0855-1234567\uFF1B地址");
  EXPECT_EQ(full_width_punctuation("他说“好”,走了"), "他说“好”\uFF0C走了");
  EXPECT_EQ(full_width_punctuation("𫖯,1"), "𫖯\uFF0C1");
}

TEST(Punctuation, StaysAmongDigitsAndLetters) {
  for (const auto* text :
       {"2,438", "9:30", "https://gulou.example/u/1?a=b", "GB/T 9704(2012)", "a, b; c", "", "(", ")"})
    EXPECT_EQ(full_width_punctuation(text), text);
  EXPECT_EQ(full_width_punctuation("共2,438个"), "共2,438个");
}

TEST(Punctuation, BracketsAreAsWideAsTheirPartner) {
  EXPECT_EQ(full_width_punctuation("通知(2016)"), "通知\uFF082016\uFF09");
  EXPECT_EQ(full_width_punctuation("f(x)的(y(z))"), "f(x)的\uFF08y(z)\uFF09");
}

}  // namespace
}  // namespace gulou::documents
