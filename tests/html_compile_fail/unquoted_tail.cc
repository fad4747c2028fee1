// expect: attribute_value_without_quotes
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<p class=a{}>", "a");
