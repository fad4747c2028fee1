// expect: hole_in_unquoted_attribute
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<p class = {}>", "a");
