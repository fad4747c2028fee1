// expect: wrong_number_of_arguments
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<p>{}</p>", "a", "b");
